namespace Bookstore.Support;

/// <summary>A call to the gateway that waits until it is let go.</summary>
internal sealed class HeldCall
{
    private readonly TaskCompletionSource _begun = new();
    private readonly TaskCompletionSource _released = new();

    /// <summary>Ends when the call has come.</summary>
    public Task Begun => _begun.Task;

    public void Release() => _released.SetResult();

    public async ValueTask<T> HoldAsync<T>(Func<ValueTask<T>> inner)
    {
        _begun.TrySetResult();
        await _released.Task;
        return await inner();
    }
}
