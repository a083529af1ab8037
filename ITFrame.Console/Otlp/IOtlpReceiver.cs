namespace ITFrame.Console.Otlp;

/// <summary>Takes in the exports of one signal.</summary>
internal interface IOtlpReceiver<in TRequest, out TResponse>
{
    TResponse Export(TRequest request);
}
