using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Commands.Explain;

/// <summary>One node of an explained plan, with what it stands on.</summary>
/// <param name="Name">MongoDB's name for it.</param>
/// <param name="Details">What the plan says of it.</param>
/// <param name="Returned">How many documents or keys it gave.</param>
/// <param name="Counts">What the run adds to the details.</param>
/// <param name="Input">Where it gets them from.</param>
internal sealed record PlanStage(string Name, BsonDocument Details, long Returned, BsonDocument Counts, PlanStage? Input)
{
    public BsonDocument Describe()
    {
        var result = new BsonDocument("stage", Name).AddRange(Details);
        return Input is null ? result : result.Add("inputStage", Input.Describe());
    }

    public BsonDocument DescribeRun()
    {
        var result = new BsonDocument { { "stage", Name } };
        result.AddRange(Details);
        result.Add("nReturned", (int)Returned).Add("executionTimeMillisEstimate", 0).Add("works", (int)Returned + 1).Add("advanced", (int)Returned).Add("isEOF", 1);
        result.AddRange(Counts);
        return Input is null ? result : result.Add("inputStage", Input.DescribeRun());
    }
}
