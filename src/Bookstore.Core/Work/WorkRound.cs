using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>A round of background work, which a host repeats.</summary>
/// <param name="Work">The work's name, in the log and in the store.</param>
/// <param name="Part">The part of the work that has rounds of its own, see <see cref="WorkKind.Part"/>.</param>
/// <param name="Interval">How often it is repeated.</param>
/// <param name="RunOnceAsync">Does what is due now, once, and returns how many items were finished.</param>
internal sealed record WorkRound(string Work, string? Part, TimeSpan Interval, Func<CancellationToken, Task<int>> RunOnceAsync)
{
    /// <summary>Whether one host at a time does the round, where the store has several hosts. Default <see langword="true"/>.</summary>
    /// <remarks>A backlog is shared all the same: while a round takes longer than the interval, other hosts begin theirs.</remarks>
    public bool IsShared { get; init; } = true;

    /// <summary>Begins what is due now, and does not wait for what is in progress. <see langword="null"/> for work without calls to the outside, whose rounds end soon.</summary>
    public Func<CancellationToken, Task>? BeginAsync { get; init; }

    /// <summary>What <see cref="BeginAsync"/> leaves in progress.</summary>
    public RoundItems? Items { get; init; }

    /// <summary>Runs rounds beside each other, each once. One that throws keeps no other waiting.</summary>
    /// <returns>How many items were finished.</returns>
    public static async Task<int> RunAllOnceAsync(IEnumerable<WorkRound> rounds, CancellationToken cancellationToken)
    {
        var finished = await Task.WhenAll(rounds.Select(round => round.RunOnceAsync(cancellationToken))).ConfigureAwait(false);
        return finished.Sum();
    }

    /// <summary>Repeats the round until it is stopped. It ends when nothing is in progress any more.</summary>
    public async Task RepeatAsync(WorkContext context, ILogger logger, CancellationToken stop)
    {
        var name = Part is null ? Work : $"{Work}/{Part}";
        var begin = BeginAsync ?? RunOnceAsync;
        await PeriodicWork.RunAsync(Work, IsShared ? RunIfFirstAsync : begin, Interval, context.Clock.Time, logger, stop).ConfigureAwait(false);
        if (Items is { } items)
        {
            await items.WaitUntilIdleAsync().ConfigureAwait(false);
        }

        async Task RunIfFirstAsync(CancellationToken stopping)
        {
            if (await context.Store.TryBeginRoundAsync(name, context.Host.Id, Interval, stopping).ConfigureAwait(false))
            {
                await begin(stopping).ConfigureAwait(false);
            }
        }
    }
}
