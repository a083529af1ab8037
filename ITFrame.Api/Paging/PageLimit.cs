using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace ITFrame.Api.Paging;

/// <summary>How long pages are, and how an answer says that there is another one (RFC 8288).</summary>
internal static class PageLimit
{
    /// <summary>The most entries in one answer, and how many there are unless the client asks for fewer.</summary>
    public const int Max = 5000;

    /// <summary>Null where the limit is one.</summary>
    public static ProblemHttpResult? Check(int? limit)
        => limit is null or (>= 1 and <= Max)
            ? null
            : TypedResults.Problem($"limit must lie between 1 and {Max}.", statusCode: StatusCodes.Status400BadRequest);

    /// <summary>Relative (RFC 8288 resolves it against the request): the station's key stays out of the response.</summary>
    public static void SetNext(this HttpResponse response, int limit, PageCursor last)
        => response.Headers[HeaderNames.Link] = $"""<?limit={limit}&before={last}>; rel="next" """.TrimEnd();
}
