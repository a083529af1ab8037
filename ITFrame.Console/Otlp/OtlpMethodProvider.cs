using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace ITFrame.Console.Otlp;

/// <summary>
/// Binds a receiver to its OTLP method, in place of the generated server base: that one answers a message that it cannot read
/// with Unknown, which tells a sender to try again for ever, where InvalidArgument tells it to give up.
/// </summary>
internal sealed class OtlpMethodProvider<TReceiver, TRequest, TResponse>(string serviceName, MessageParser<TRequest> parser) : IServiceMethodProvider<TReceiver>
    where TReceiver : class, IOtlpReceiver<TRequest, TResponse>
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private const string MethodName = "Export";

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TReceiver> context)
    {
        var method = new Method<TRequest, TResponse>(
            MethodType.Unary,
            serviceName,
            MethodName,
            Marshallers.Create<TRequest>(static (_, _) => throw new NotSupportedException("The console receives, it does not send."), Read),
            Marshallers.Create<TResponse>(Write, static _ => throw new NotSupportedException("The console receives, it does not send.")));
        context.AddUnaryMethod(method, [], static (receiver, request, _) => Task.FromResult(receiver.Export(request)));
    }

    private TRequest Read(DeserializationContext context)
    {
        try
        {
            return parser.ParseFrom(context.PayloadAsReadOnlySequence());
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.InvalidArgument, $"Not a {typeof(TRequest).Name}: {exception.Message}"));
        }
    }

    private static void Write(TResponse response, SerializationContext context)
    {
        context.SetPayloadLength(response.CalculateSize());
        response.WriteTo(context.GetBufferWriter());
        context.Complete();
    }
}
