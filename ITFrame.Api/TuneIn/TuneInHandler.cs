using ITFrame.Api.Access;
using ITFrame.Api.Outbox;
using MongoDB.Bson;

namespace ITFrame.Api.TuneIn;

/// <summary>Delivers a station's songs to TuneIn.</summary>
internal sealed class TuneInHandler(IServiceScopeFactory scopes, SecretBox box, ILogger<TuneInHandler> logger) : IOutboxHandler
{
    public const string KindName = "tunein";

    private const string Title = "title";
    private const string Artist = "artist";

    public string Kind => KindName;

    public static BsonDocument Describe(string? title, string? artist) => new() { { Title, title ?? "" }, { Artist, artist ?? "" } };

    public async Task DeliverAsync(string subject, BsonDocument content, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var settings = await scope.ServiceProvider.GetRequiredService<ITuneInRepository>().FindLatestAsync(subject, cancellationToken);
        if (settings is not { IsEnabled: true } || box.Open(settings.SealedPartnerKey) is not { } key)
        {
            // Switched off in the meantime.
            return;
        }

        var air = scope.ServiceProvider.GetRequiredService<ITuneInAir>();
        if (!await air.ReportAsync(settings, key, content[Title].AsString, content[Artist].AsString, cancellationToken))
        {
            // TuneIn is known to refuse right credentials now and then, so the integration stays on, and the song is not worth a repetition.
            logger.LogWarning("TuneIn refuses the credentials of {Station}.", subject);
        }
    }
}
