using System.Globalization;
using MongoDB.Bson;

namespace ITFrame.EmbeddedMongo.Errors;

/// <summary>A failure that a client is told about, with MongoDB's code.</summary>
internal sealed class CommandException : Exception
{
    public CommandException(ErrorCode code, string message, BsonDocument? details = null)
        : base(message)
    {
        Code = code;
        Details = details;
    }

    public ErrorCode Code { get; }

    /// <summary>Fields that this error adds beside the code, such as keyPattern and keyValue of a duplicate key.</summary>
    public BsonDocument? Details { get; }

    /// <summary>The labels that the error carries in place of those that follow from its code.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    public string CodeName => NameOf(Code);

    public static string NameOf(ErrorCode code)
    {
        // Locations, which have no name of their own, are called by their number.
        return (int)code >= 40000 || !Enum.IsDefined(code) ? "Location" + ((int)code).ToString(CultureInfo.InvariantCulture) : code.ToString();
    }

    /// <summary>Whether a retry of the write, on the next primary, may succeed.</summary>
    public bool IsRetryableWrite => Code
        is ErrorCode.NotWritablePrimary
        or ErrorCode.NotPrimaryNoSecondaryOk
        or ErrorCode.NotPrimaryOrSecondary
        or ErrorCode.PrimarySteppedDown
        or ErrorCode.ShutdownInProgress
        or ErrorCode.InterruptedAtShutdown
        or ErrorCode.InterruptedDueToReplStateChange
        or ErrorCode.ExceededTimeLimit
        or ErrorCode.HostNotFound
        or ErrorCode.HostUnreachable
        or ErrorCode.NetworkTimeout
        or ErrorCode.SocketException;

    /// <summary>Whether a change stream that met it can go on from where it was.</summary>
    public bool IsResumable => IsRetryableWrite || Code
        is ErrorCode.StaleShardVersion
        or ErrorCode.FailedToSatisfyReadPreference
        or ErrorCode.StaleEpoch
        or ErrorCode.RetryChangeStream;

    /// <summary>Whether the error says that this member is not (or no longer) what the client takes it for.</summary>
    public bool IsStateChange => Code
        is ErrorCode.NotWritablePrimary
        or ErrorCode.NotPrimaryNoSecondaryOk
        or ErrorCode.NotPrimaryOrSecondary
        or ErrorCode.PrimarySteppedDown
        or ErrorCode.ShutdownInProgress
        or ErrorCode.InterruptedAtShutdown
        or ErrorCode.InterruptedDueToReplStateChange;

    public static CommandException BadValue(string message) => new(ErrorCode.BadValue, message);

    public static CommandException FailedToParse(string message) => new(ErrorCode.FailedToParse, message);

    public static CommandException TypeMismatch(string message) => new(ErrorCode.TypeMismatch, message);

    public static CommandException NotWritablePrimary() => new(ErrorCode.NotWritablePrimary, "not primary");
}
