namespace ITFrame.Api.Data;

/// <summary>Whether this replica has once seen its indexes and seed accepted.</summary>
internal sealed class DatabaseState
{
    private volatile bool _isInitialized;

    public bool IsInitialized
    {
        get => _isInitialized;
        set => _isInitialized = value;
    }
}
