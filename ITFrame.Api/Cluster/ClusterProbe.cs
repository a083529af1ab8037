using ITFrame.Api.Data;
using ITFrame.Api.Errors;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Cluster;

internal sealed class ClusterProbe(IMongoClient client, ReadPreferences reads) : IClusterProbe
{
    /// <summary>People watch this during a failover: rather the driver's view now than a member's after an election.</summary>
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    private static readonly BsonDocumentCommand<BsonDocument> GetStatus = new(new BsonDocument("replSetGetStatus", 1));
    private static readonly BsonDocumentCommand<BsonDocument> GetConfiguration = new(new BsonDocument("replSetGetConfig", 1));

    private readonly IMongoDatabase _admin = client.GetDatabase("admin");

    /// <summary>The last one seen: sites hardly ever change, and matter most when members do not answer.</summary>
    private volatile BsonDocument? _configuration;

    public async Task<ClusterStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(TimeLimit);
        try
        {
            var configuration = GetConfigurationAsync(limited.Token);
            var status = await _admin.RunCommandAsync(GetStatus, reads.Public, limited.Token);
            return ClusterStatusMapper.FromReplies(status, await configuration);
        }
        catch (Exception exception) when (IsNoAnswer(exception) && !cancellationToken.IsCancellationRequested)
        {
            return ClusterStatusMapper.FromDriver(client.Cluster.Description, client.Settings.ReplicaSetName, _configuration);
        }
    }

    private async Task<BsonDocument?> GetConfigurationAsync(CancellationToken cancellationToken)
    {
        try
        {
            return _configuration = await _admin.RunCommandAsync(GetConfiguration, reads.Public, cancellationToken);
        }
        catch (Exception exception) when (IsNoAnswer(exception))
        {
            return _configuration;
        }
    }

    private static bool IsNoAnswer(Exception exception)
        => exception is OperationCanceledException or MongoCommandException || exception.IsUnavailable();
}
