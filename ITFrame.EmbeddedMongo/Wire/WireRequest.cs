using ITFrame.EmbeddedMongo.Wire.Compression;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Wire;

/// <summary>A command as it came in, whichever form it was sent in.</summary>
/// <param name="RequestId">What the reply refers to.</param>
/// <param name="Command">The command, with the document sequences of OP_MSG as arrays in it.</param>
/// <param name="Database">The database that it addresses.</param>
/// <param name="Flags">Flags of OP_MSG.</param>
/// <param name="IsLegacy">Whether it came as OP_QUERY and gets an OP_REPLY.</param>
internal sealed record WireRequest(int RequestId, BsonDocument Command, string Database, MessageFlags Flags, bool IsLegacy)
{
    /// <summary>What the request came compressed with, and the reply goes back with.</summary>
    public Compressor? Compressor { get; init; }

    public string Name => Command.GetElement(0).Name;

    public bool ExpectsReply => !Flags.HasFlag(MessageFlags.MoreToCome);

    public bool ExhaustAllowed => Flags.HasFlag(MessageFlags.ExhaustAllowed);
}
