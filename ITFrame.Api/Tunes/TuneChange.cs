using System.Text.Json.Serialization;
using ITFrame.Api.Validation;
using MongoDB.Bson;
using MongoDB.Driver;

namespace ITFrame.Api.Tunes;

/// <summary>What an owner changes of a song; what is absent stays.</summary>
internal sealed record TuneChange
{
    public const int MaxTextLength = 512;

    public string? Song { get; init; }

    public string? Artist { get; init; }

    public string? Album { get; init; }

    public string? Genre { get; init; }

    public string? Artwork { get; init; }

    [JsonPropertyName("externalURL")]
    public ExternalUrl? ExternalUrl { get; init; }

    public double? Bpm { get; init; }

    public FieldErrors Validate()
    {
        var errors = new FieldErrors();
        errors.AllowText("song", Song, MaxTextLength);
        errors.AllowText("artist", Artist, MaxTextLength);
        errors.AllowText("album", Album, MaxTextLength);
        errors.AllowText("genre", Genre, 128);
        errors.AllowUrl("artwork", Artwork, "http", "https");
        errors.AllowUrl("externalURL.itunes", ExternalUrl?.Itunes, "http", "https");
        errors.AllowRange("bpm", Bpm, 1, 1000);
        return errors;
    }

    public UpdateDefinition<TuneDocument> ToUpdate()
    {
        var update = Builders<TuneDocument>.Update;
        var updates = new List<UpdateDefinition<TuneDocument>>();
        Add("song", Song);
        Add("artist", Artist);
        Add("album", Album);
        Add("genre", Genre);
        Add("artwork", Artwork);
        Add("externalURL.itunes", ExternalUrl?.Itunes);
        Add("bpm", Bpm);
        return update.Combine(updates);

        void Add(string field, BsonValue? value)
        {
            if (value is not null and not BsonNull)
            {
                updates.Add(update.Set(field, value));
            }
        }
    }
}
