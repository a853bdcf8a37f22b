using System.Globalization;
using Bookstore.Storage;

namespace Bookstore.Workflow;

/// <summary>Letters to be sent; all are due until they are.</summary>
internal sealed class LetterWork : IDurableWork<int, string>
{
    public static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    public List<int> Due { get; } = [];

    public List<int> Performed { get; } = [];

    public List<DateTimeOffset> Rounds { get; } = [];

    public List<TimeSpan> Leases { get; } = [];

    /// <summary>The fences that the records were held under when they were acquired.</summary>
    public List<int?> Held { get; } = [];

    public Func<int, Leased<string>?>? OnAcquire { get; set; }

    public Action<int> OnPerform { get; set; } = static _ => { };

    /// <summary>Holds the call for the first letter. Default <see langword="null"/>.</summary>
    public TaskCompletionSource? Held0 { get; set; }

    public WorkKind Kind { get; set; } = new("Letters", null, CallTimeout) { PageSize = 3, Concurrency = 1 };

    public RoundItem ItemOf(int due) => new(IdOf(due));

    public ValueTask<KeysetPage<int, DuePosition>> ListDueAsync(DateTimeOffset now, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        ValueTask.FromResult(KeysetPage.Of<int, DuePosition>([.. Due.Where(letter => after is not { } position || PositionOf(letter).DueAt > position.DueAt).Take(limit)], limit, PositionOf));

    public ValueTask<Leased<string>?> AcquireAsync(int due, DateTimeOffset now, TimeSpan lease, Leased<string>? held = null)
    {
        Held.Add(held?.Fence);
        Leases.Add(lease);
        Rounds.Add(now);
        return ValueTask.FromResult(OnAcquire!(due));
    }

    public async ValueTask<ItemOutcome> PerformAsync(string record, DateTimeOffset now)
    {
        var letter = int.Parse(record, CultureInfo.InvariantCulture);
        Performed.Add(letter);
        OnPerform(letter);
        if (letter == 0 && Held0 is { } held)
        {
            await held.Task;
        }

        Due.Remove(letter);
        return ItemOutcome.Done;
    }

    private static Guid IdOf(int letter) => new(letter + 1, 0, 0, new byte[8]);

    private static DuePosition PositionOf(int letter) => new(DateTimeOffset.UnixEpoch.AddTicks(letter), IdOf(letter));
}
