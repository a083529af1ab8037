using ITFrame.EmbeddedMongo.Bson;
using ITFrame.EmbeddedMongo.Errors;
using ITFrame.EmbeddedMongo.Replication;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands;

/// <summary>How many members must hold a write. Each that says so has it on disk, so 'j' is always granted.</summary>
internal sealed record WriteConcern
{
    private const int MaxMembers = 50;

    private static readonly HashSet<string> Fields = ["w", "j", "wtimeout", "fsync", "provenance"];

    /// <summary>Null: a majority, or what <see cref="Mode"/> or <see cref="ModeName"/> says.</summary>
    public int? Members { get; private init; }

    /// <summary>Tags that were given instead of a number.</summary>
    public WriteConcernMode? Mode { get; private init; }

    /// <summary>A mode of the config, by its name.</summary>
    public string? ModeName { get; private init; }

    /// <summary>Null: as long as it takes.</summary>
    public TimeSpan? Timeout { get; private init; }

    /// <summary>As the client gave it, or as it was defaulted, with where it comes from.</summary>
    public required BsonDocument Document { get; init; }

    /// <summary>The command's own, else the one that was set for the whole set, else the implicit default.</summary>
    public static WriteConcern Of(CommandContext context)
    {
        if (context.Command.GetValue("writeConcern", BsonNull.Value) is var given && given is BsonDocument { ElementCount: > 0 } document)
        {
            // A concern that leaves w out, to give a time limit say, gets the default's.
            return Parse(document.Contains("w") ? document : BsonFields.Of(document).Set("w", DefaultW(context)), "clientSupplied");
        }

        if (given is not BsonNull and not BsonDocument)
        {
            throw CommandException.TypeMismatch("writeConcern must be an object");
        }

        return DefaultConcerns.Read(context.Member).WriteConcern is { } set
            ? Parse(set, "customDefault")
            : Parse(new BsonDocument { { "w", ImplicitW(context) }, { "wtimeout", 0 } }, "implicitDefault");
    }

    public static WriteConcern Parse(BsonDocument document, string provenance)
    {
        BsonFields.DemandUnique(document, "writeConcern");
        if (document.Names.FirstOrDefault(name => !Fields.Contains(name)) is { } unknown)
        {
            throw CommandException.FailedToParse($"unrecognized write concern field: {unknown}");
        }

        var timeout = document.GetValue("wtimeout", BsonNull.Value) is { IsNumeric: true } given && BsonNumber.Truncate(given) > 0
            ? TimeSpan.FromMilliseconds(Math.Min(BsonNumber.Truncate(given), int.MaxValue))
            : (TimeSpan?)null;
        var concern = new WriteConcern { Timeout = timeout, Document = new BsonDocument(document) { ["provenance"] = provenance } };
        return document.GetValue("w", 1) switch
        {
            BsonString { Value: "majority" } => concern,
            BsonString mode => concern with { ModeName = mode.Value },
            BsonDocument { ElementCount: > 0 } tags when WriteConcernMode.IsValid(tags) => concern with { Mode = WriteConcernMode.Parse(tags) },
            { IsNumeric: true } number when BsonNumber.Truncate(number) is >= 0 and <= MaxMembers and var members => concern with { Members = (int)members },
            { IsNumeric: true } => throw CommandException.FailedToParse("w has to be a non-negative number and not greater than 50"),
            _ => throw CommandException.FailedToParse("w has to be a number, string, or object"),
        };
    }

    private static BsonValue DefaultW(CommandContext context) =>
        DefaultConcerns.Read(context.Member).WriteConcern?.GetValue("w", BsonNull.Value) is { } set and not BsonNull ? set : ImplicitW(context);

    private static BsonValue ImplicitW(CommandContext context) => context.Member.Replication.View.Config?.DefaultsToMajority == false ? 1 : "majority";
}
