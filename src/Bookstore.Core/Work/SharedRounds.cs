using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Repeats rounds of background work of which one host at a time does each, where the store has several hosts.</summary>
/// <remarks>A backlog is shared all the same: while a round takes longer than the interval, other hosts begin theirs.</remarks>
internal sealed class SharedRounds(IBookstoreStore store, HostIdentity host, TimeProvider time, ILogger logger)
{
    /// <summary>Repeats a round until it is stopped.</summary>
    /// <param name="work">The work's name.</param>
    /// <param name="part">The part of the work that has rounds of its own, such as the gateway that they are for: a host without it keeps no other waiting. <see langword="null"/> for all of it.</param>
    /// <param name="round">The round.</param>
    /// <param name="interval">How often.</param>
    /// <param name="stop">Tells to stop.</param>
    public Task RunAsync(string work, string? part, Func<CancellationToken, Task> round, TimeSpan interval, CancellationToken stop)
    {
        var name = part is null ? work : $"{work}/{part}";
        return PeriodicWork.RunAsync(work, RunIfFirstAsync, interval, time, logger, stop);

        async Task RunIfFirstAsync(CancellationToken stopping)
        {
            if (await store.TryBeginRoundAsync(name, host.Id, interval, stopping).ConfigureAwait(false))
            {
                await round(stopping).ConfigureAwait(false);
            }
        }
    }
}
