namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that is set later; readers wait for it.</summary>
internal sealed class ValueSnapshot<T>
    where T : class
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile T? _value;

    public T? Value => _value;

    public void SetValue(T value)
    {
        _value = value;
        _first.TrySetResult();
    }

    public async Task<T> GetValueAsync(CancellationToken cancellationToken)
    {
        await _first.Task.WaitAsync(cancellationToken);
        return _value!;
    }
}
