namespace ITFrame.Api.Apps;

/// <summary>
/// The states of an app: an owner asks for one (<c>pending</c>) or for changes (<c>pendingUpdate</c>), Apps submits it to the
/// store, and the store approves or removes it; Apps may reject it before.
/// </summary>
internal static class AppStatus
{
    public const string Pending = "pending";
    public const string PendingUpdate = "pendingUpdate";
    public const string Submitted = "submitted";
    public const string Approved = "approved";
    public const string Rejected = "rejected";
    public const string RemovedByGoogle = "removedByGoogle";

    /// <summary>The states from which Apps may bring an app to another.</summary>
    public static IReadOnlyList<string> Before(string status) => status switch
    {
        Submitted => [Pending, PendingUpdate, Submitted],
        Approved => [Submitted, Approved],
        Rejected => [Pending, PendingUpdate, Submitted, Rejected],
        RemovedByGoogle => [Submitted, Approved, RemovedByGoogle],
        _ => [],
    };

    /// <summary>
    /// The state after the owner has changed the request. What Google has removed needs another package name, so it is a new app and
    /// no update.
    /// </summary>
    public static string AfterChange(string status) => status is Pending or RemovedByGoogle ? Pending : PendingUpdate;
}
