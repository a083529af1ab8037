using System.Globalization;
using ITFrame.Api.Data;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ITFrame.Api.Http;

internal static class RevisionExtensions
{
    /// <summary>Tells the client the revision that it reads or has made, for a later <c>If-Match</c>.</summary>
    public static void SetRevision(this HttpResponse response, long revision)
        => response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{revision}\"");

    /// <summary>Null where the save went well; its revision is then in the response's <c>ETag</c>.</summary>
    public static ProblemHttpResult? ToProblem(this SaveResult result, HttpResponse response, string missing)
    {
        switch (result.Outcome)
        {
            case SaveOutcome.Changed:
                return TypedResults.Problem("It has been changed since: read it again.", statusCode: StatusCodes.Status412PreconditionFailed);
            case SaveOutcome.NotFound:
                return TypedResults.Problem(missing, statusCode: StatusCodes.Status404NotFound);
            default:
                response.SetRevision(result.Revision);
                return null;
        }
    }
}
