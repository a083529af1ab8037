namespace ITFrame.EmbeddedMongo.Storage;

/// <summary>One unit of writing that waits for its turn and then for the commit that it shares with others.</summary>
internal abstract class WriteWork
{
    public abstract void Run(StoreTransaction transaction);

    /// <summary>Called when the transaction that holds the work is on disk.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);
}

/// <inheritdoc cref="WriteWork"/>
internal sealed class WriteWork<T>(Func<StoreTransaction, T> work) : WriteWork
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Task => _completion.Task;

    public override void Run(StoreTransaction transaction) => _result = work(transaction);

    public override void Complete() => _completion.TrySetResult(_result);

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}
