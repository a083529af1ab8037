using MongoDB.Bson;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <param name="Kind">The name that the format has for it, such as commandStartedEvent.</param>
/// <param name="Type">command or cmap.</param>
/// <param name="Content">Its fields as the format names them.</param>
internal sealed record ClientEvent(string Kind, string Type, BsonDocument Content);
