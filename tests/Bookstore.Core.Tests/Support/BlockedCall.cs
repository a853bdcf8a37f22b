namespace Bookstore.Support;

/// <summary>A call that blocks its thread before its first await, until the test is over.</summary>
internal sealed class BlockedCall : IDisposable
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _release = new();

    /// <summary>Ends when the call has come.</summary>
    public Task Begun => _begun.Task;

    public T Hold<T>(Func<T> inner)
    {
        _begun.TrySetResult();
        _release.Wait();
        return inner();
    }

    public void Dispose() => _release.Set();
}
