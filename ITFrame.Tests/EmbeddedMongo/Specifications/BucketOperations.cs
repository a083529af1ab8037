using MongoDB.Bson;
using MongoDB.Driver.GridFS;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

/// <summary>What tests do with a GridFS bucket.</summary>
internal static class BucketOperations
{
    public static async Task<object?> RunAsync(string name, GridFSBucket bucket, Arguments arguments)
    {
        switch (name)
        {
            case "download":
                var id = arguments.Take("id")!;
                arguments.EnsureAllTaken();
                return new BsonBinaryData(await bucket.DownloadAsBytesAsync(id.AsObjectId));
            case "downloadByName":
                var file = arguments.Text("filename");
                arguments.EnsureAllTaken();
                return new BsonBinaryData(await bucket.DownloadAsBytesByNameAsync(file));
            default:
                throw new UnsupportedException($"this runner has no operation '{name}' on a bucket");
        }
    }
}
