using System.Net.Sockets;
using ITFrame.Gateway.Forwarding;
using ITFrame.Gateway.Retries;
using Xunit;
using Yarp.ReverseProxy.Forwarder;

namespace ITFrame.Tests.Gateway;

public sealed class FailureClassifierTests
{
    [Fact]
    public void Classify_NoError_IsNoFailure()
        => Assert.Null(FailureClassifier.Classify(ForwarderError.None, null, responseStarted: true, clientGone: true));

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, "connection_error")]
    [InlineData(HttpRequestError.NameResolutionError, "name_resolution_error")]
    [InlineData(HttpRequestError.SecureConnectionError, "secure_connection_error")]
    [InlineData(HttpRequestError.ProxyTunnelError, "proxy_tunnel_error")]
    public void Classify_BeforeAConnection_NotSent(HttpRequestError error, string type)
    {
        var failure = Classify(ForwarderError.Request, new HttpRequestException(error, "m", new SocketException(111)));

        Assert.Equal((FailureKind.NotSent, type), (failure.Kind, failure.ErrorType));
        Assert.True(failure.IsTransport);
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded, "response_ended")]
    [InlineData(HttpRequestError.HttpProtocolError, "http_protocol_error")]
    [InlineData(HttpRequestError.Unknown, "request")]
    public void Classify_AfterAConnection_Interrupted(HttpRequestError error, string type)
    {
        var failure = Classify(ForwarderError.Request, new HttpRequestException(error, "m", new IOException("i")));

        Assert.Equal((FailureKind.Interrupted, type), (failure.Kind, failure.ErrorType));
    }

    [Fact]
    public void Classify_Timeouts_TimedOut()
    {
        Assert.Equal(FailureKind.TimedOut, Classify(ForwarderError.Request, new ResponseTimeoutException("m")).Kind);
        Assert.Equal(FailureKind.TimedOut, Classify(ForwarderError.RequestTimedOut, new OperationCanceledException()).Kind);
    }

    [Theory]
    [InlineData(ForwarderError.RequestCanceled)]
    [InlineData(ForwarderError.RequestBodyClient)]
    [InlineData(ForwarderError.RequestBodyCanceled)]
    [InlineData(ForwarderError.ResponseBodyClient)]
    [InlineData(ForwarderError.RequestCreation)]
    public void Classify_ClientsDoing_SpeaksAgainstNobody(ForwarderError error)
    {
        var failure = Classify(error, new IOException("m"));

        Assert.Equal(FailureKind.Client, failure.Kind);
        Assert.False(failure.IsTransport);
    }

    [Fact]
    public void Classify_SentBackUnseen_NotSentWhateverYarpTakesItFor()
    {
        var unseen = new NotProcessedException("m");

        Assert.Equal(FailureKind.NotSent, Classify(ForwarderError.Request, new HttpRequestException("m", unseen)).Kind);
        Assert.Equal(FailureKind.NotSent, Classify(ForwarderError.RequestBodyClient, new AggregateException(new TaskCanceledException(), unseen)).Kind);
    }

    [Fact]
    public void Classify_BodyBrokeOffBecauseTheDestinationFailed_Interrupted()
        => Assert.Equal(
            FailureKind.Interrupted,
            Classify(ForwarderError.RequestBodyClient, new AggregateException(new TaskCanceledException(), new HttpRequestException("m"))).Kind);

    [Fact]
    public void Classify_BodyIsBroken_IsTheClients()
        => Assert.Equal(
            FailureKind.Client,
            Classify(ForwarderError.RequestBodyClient, new AggregateException(new IOException("bad chunk"), new HttpRequestException("m"))).Kind);

    [Fact]
    public void Classify_ClientIsGone_WhateverTheErrorItIsTheClients()
        => Assert.Equal(
            FailureKind.Client,
            FailureClassifier.Classify(ForwarderError.Request, new IOException("m"), responseStarted: false, clientGone: true)!.Kind);

    [Fact]
    public void Classify_ResponseHasStarted_Truncated()
        => Assert.Equal(
            FailureKind.Truncated,
            FailureClassifier.Classify(ForwarderError.ResponseBodyDestination, new IOException("m"), responseStarted: true, clientGone: false)!.Kind);

    [Theory]
    [InlineData(ForwarderError.RequestBodyDestination)]
    [InlineData(ForwarderError.ResponseBodyDestination)]
    [InlineData(ForwarderError.ResponseHeaders)]
    public void Classify_NothingHasReachedTheClient_Interrupted(ForwarderError error)
        => Assert.Equal(FailureKind.Interrupted, Classify(error, new IOException("m")).Kind);

    private static Failure Classify(ForwarderError error, Exception exception)
        => FailureClassifier.Classify(error, exception, responseStarted: false, clientGone: false)!;
}
