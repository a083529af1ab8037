using MongoDB.Driver;

namespace ITFrame.Tests.EmbeddedMongo.Specifications;

internal static class ChangeStreams
{
    public static ChangeStreamOptions Options(Arguments arguments)
    {
        var options = new ChangeStreamOptions
        {
            BatchSize = arguments.Number("batchSize"),
            Collation = arguments.Collation(),
            Comment = arguments.Take("comment"),
            MaxAwaitTime = arguments.Milliseconds("maxAwaitTimeMS"),
            ResumeAfter = arguments.Document("resumeAfter"),
            ShowExpandedEvents = arguments.Flag("showExpandedEvents"),
            StartAfter = arguments.Document("startAfter"),
            StartAtOperationTime = arguments.Take("startAtOperationTime")?.AsBsonTimestamp,
        };
        if (arguments.Text("fullDocument") is { } full)
        {
            options.FullDocument = Enum.Parse<ChangeStreamFullDocumentOption>(full, ignoreCase: true);
        }

        if (arguments.Text("fullDocumentBeforeChange") is { } before)
        {
            options.FullDocumentBeforeChange = Enum.Parse<ChangeStreamFullDocumentBeforeChangeOption>(before, ignoreCase: true);
        }

        return options;
    }
}
