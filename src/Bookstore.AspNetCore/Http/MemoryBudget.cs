namespace Bookstore.AspNetCore;

/// <summary>The bytes that all requests together may hold beyond what each of them has anyway. Thread-safe.</summary>
/// <param name="limit">The most bytes at a time.</param>
internal sealed class MemoryBudget(long limit)
{
    private long _taken;

    /// <summary>Takes bytes, which have to be returned; <see langword="false"/> when there are not so many left.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= limit)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
