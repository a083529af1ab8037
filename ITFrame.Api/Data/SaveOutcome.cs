namespace ITFrame.Api.Data;

internal enum SaveOutcome
{
    Saved,

    /// <summary>There is no such document, and this operation makes none.</summary>
    NotFound,

    /// <summary>The document is not the one that <c>If-Match</c> names: somebody else has changed it.</summary>
    Changed,
}
