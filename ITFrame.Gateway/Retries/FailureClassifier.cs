using System.Globalization;
using System.Text.Json;
using ITFrame.Gateway.Forwarding;
using Yarp.ReverseProxy.Forwarder;

namespace ITFrame.Gateway.Retries;

/// <summary>Tells from YARP's error and its exception how an attempt failed.</summary>
internal static class FailureClassifier
{
    /// <summary>Nothing of the request has left the gateway before a connection, and a way through its proxy, is there.</summary>
    private static readonly HttpRequestError[] BeforeSending =
    [
        HttpRequestError.NameResolutionError,
        HttpRequestError.ConnectionError,
        HttpRequestError.SecureConnectionError,
        HttpRequestError.ProxyTunnelError,
    ];

    public static Failure Unavailable { get; } = new(
        FailureKind.Unavailable,
        StatusCodes.Status503ServiceUnavailable.ToString(CultureInfo.InvariantCulture),
        "The destination answered 503.");

    /// <param name="error">What YARP reports.</param>
    /// <param name="exception">Its cause.</param>
    /// <param name="responseStarted">A part of the answer has gone to the client.</param>
    /// <param name="clientGone">The client has closed the connection or cancelled the request.</param>
    public static Failure? Classify(ForwarderError error, Exception? exception, bool responseStarted, bool clientGone)
    {
        if (error == ForwarderError.None)
        {
            return null;
        }

        var type = ErrorType(error, exception);
        var message = exception?.GetBaseException().Message ?? error.ToString();
        return new Failure(clientGone ? FailureKind.Client : Kind(error, exception, responseStarted), type, message);
    }

    private static FailureKind Kind(ForwarderError error, Exception? exception, bool responseStarted) => error switch
    {
        // HTTP/2 ends the reading of the body when the destination has sent the request back: that is not the client's doing.
        _ when !responseStarted && IsNotProcessed(exception) => FailureKind.NotSent,
        ForwarderError.RequestBodyClient or ForwarderError.RequestBodyCanceled when !responseStarted && HasFailed(exception) => FailureKind.Interrupted,
        // A request that cannot be put into a message, and one whose body broke off, fail anywhere else too.
        ForwarderError.RequestCreation or ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled
            or ForwarderError.RequestBodyClient or ForwarderError.ResponseBodyClient or ForwarderError.UpgradeRequestClient
            or ForwarderError.UpgradeResponseClient => FailureKind.Client,
        _ when responseStarted => FailureKind.Truncated,
        ForwarderError.RequestTimedOut => FailureKind.TimedOut,
        ForwarderError.Request when exception is ResponseTimeoutException => FailureKind.TimedOut,
        ForwarderError.Request when IsBeforeSending(exception) => FailureKind.NotSent,
        _ => FailureKind.Interrupted,
    };

    private static bool IsBeforeSending(Exception? exception)
        => exception is HttpRequestException request && BeforeSending.Contains(request.HttpRequestError);

    private static bool IsNotProcessed(Exception? exception) => exception switch
    {
        null => false,
        NotProcessedException => true,
        AggregateException aggregate => aggregate.InnerExceptions.Any(IsNotProcessed),
        _ => IsNotProcessed(exception.InnerException),
    };

    /// <summary>The reading of the body was given up, as the destination has failed; with a client's fault it would have failed itself.</summary>
    private static bool HasFailed(Exception? exception)
        => exception is AggregateException aggregate
            && aggregate.InnerExceptions.Any(inner => inner is OperationCanceledException)
            && aggregate.InnerExceptions.Any(inner => inner is HttpRequestException or HttpIOException);

    private static string ErrorType(ForwarderError error, Exception? exception) => exception switch
    {
        ResponseTimeoutException => "response_timeout",
        _ when IsNotProcessed(exception) => "not_processed",
        HttpRequestException { HttpRequestError: not HttpRequestError.Unknown } request => SnakeCase(request.HttpRequestError.ToString()),
        HttpIOException io => SnakeCase(io.HttpRequestError.ToString()),
        _ => SnakeCase(error.ToString()),
    };

    private static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
