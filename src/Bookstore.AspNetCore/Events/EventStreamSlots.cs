namespace Bookstore.AspNetCore;

/// <summary>Counts the open streams of events, of all clients and of each. Thread-safe.</summary>
/// <param name="most">The most of all clients.</param>
/// <param name="mostOfClient">The most of one client.</param>
internal sealed class EventStreamSlots(int most, int mostOfClient)
{
    private int _open;

    /// <summary>How many are open now.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Takes a slot, which has to be returned with <see cref="Leave"/>.</summary>
    /// <returns>Why there is none; <see langword="null"/> when it was taken.</returns>
    public ApiProblem? TryEnter(ApiClient client)
    {
        if (!client.Limiter.TryEnterStream(mostOfClient))
        {
            return Problems.TooManyStreamsOfClient;
        }

        if (Interlocked.Increment(ref _open) <= most)
        {
            return null;
        }

        Leave(client);
        return Problems.TooManyStreams;
    }

    public void Leave(ApiClient client)
    {
        Interlocked.Decrement(ref _open);
        client.Limiter.LeaveStream();
    }
}
