using ITFrame.Api.Data;
using MongoDB.Bson;
using MongoDB.Driver;
using MongoDB.Driver.GridFS;

namespace ITFrame.Api.Files;

/// <summary>
/// Files in GridFS. They are stored before the document that refers to them and outside of its transaction, which must not be held
/// open for megabytes: a document never lacks its file, but a failure between the two leaves a file that nothing refers to.
/// </summary>
internal sealed class FileStore(IMongoDatabase database, ReadPreferences reads)
{
    public const string Tunes = "tunes";
    public const string Images = "images";

    public const long MaxTuneBytes = 64 * 1024 * 1024;
    public const long MaxImageBytes = 5 * 1024 * 1024;

    private const string ContentType = "contentType";
    private const string Owner = "username";

    private readonly Dictionary<string, GridFSBucket> _buckets = new[] { Tunes, Images }
        .ToDictionary(name => name, name => new GridFSBucket(database, new GridFSBucketOptions { BucketName = name }));

    private readonly Dictionary<string, GridFSBucket> _reading = new[] { Tunes, Images }
        .ToDictionary(name => name, name => new GridFSBucket(database, new GridFSBucketOptions { BucketName = name, ReadPreference = reads.Settings }));

    public Task<ObjectId> AddAsync(string bucket, string username, Stream content, string contentType, CancellationToken cancellationToken)
        => _buckets[bucket].UploadFromStreamAsync(
            $"{Guid.NewGuid():N}", content, new GridFSUploadOptions { Metadata = new BsonDocument { { ContentType, contentType }, { Owner, username } } }, cancellationToken);

    /// <summary>Null where there is no such file.</summary>
    public async Task<StoredFile?> FindAsync(string bucket, ObjectId id, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await _reading[bucket].OpenDownloadStreamAsync(id, new GridFSDownloadOptions { Seekable = true }, cancellationToken);
            return new StoredFile(stream, stream.FileInfo.Metadata[ContentType].AsString, stream.FileInfo.Length, stream.FileInfo.UploadDateTime);
        }
        catch (GridFSFileNotFoundException)
        {
            return null;
        }
    }

    public async Task DeleteAsync(string bucket, ObjectId id, CancellationToken cancellationToken)
    {
        try
        {
            await _buckets[bucket].DeleteAsync(id, cancellationToken);
        }
        catch (GridFSFileNotFoundException)
        {
            // Somebody was faster.
        }
    }
}
