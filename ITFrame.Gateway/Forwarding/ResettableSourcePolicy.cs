using Microsoft.Extensions.ObjectPool;

namespace ITFrame.Gateway.Forwarding;

/// <summary>Keeps sources that have not been cancelled.</summary>
internal sealed class ResettableSourcePolicy : IPooledObjectPolicy<CancellationTokenSource>
{
    public CancellationTokenSource Create() => new();

    public bool Return(CancellationTokenSource obj)
    {
        if (obj.TryReset())
        {
            return true;
        }

        obj.Dispose();
        return false;
    }
}
