using System.Globalization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>Receives or adjusts stock. Copies that come in are allocated to the orders that wait for them in the same commit; where those have to be read first, nothing changes, and the result says so.</summary>
/// <param name="change">The change.</param>
/// <param name="kind">Whether stock is received or adjusted.</param>
/// <param name="now">The time of the change.</param>
/// <param name="waiting">The first orders that wait for the book; <see langword="null"/> when they were not read.</param>
internal sealed class ChangeStock(StockChange change, StockMovementKind kind, Moment now, IWaitingOrders? waiting = null) : Operation<ChangeStockResult>
{
    private readonly KeyClaim? _claim = KeyClaim.For(
        change.IdempotencyKey,
        $"stock:{change.Isbn}",
        () => new Fingerprint().Add((int)kind).Add(change.Quantity).Add(change.Reason).Add(change.Reference),
        now.Store);

    public override bool CanBeShed => true;

    public override int Weight => 1 + (waiting?.Weight ?? 0);

    public override Isbn? StockPartition => change.Isbn;

    public override void DeclareKeys(RecordKeys keys)
    {
        _claim?.Needs(keys);
        keys.Books.Add(change.Isbn);
        keys.Stock.Add(change.Isbn);
        waiting?.DeclareKeys(keys);
    }

    protected override ChangeStockResult DecideOn(WorkingSet records)
    {
        if (_claim?.Find(records) is { } claimed)
        {
            return Replay(claimed);
        }

        if (records.Books.Find(change.Isbn) is not { } book)
        {
            return new ChangeStockResult { Outcome = ChangeStockOutcome.BookNotFound };
        }

        if (change.ExpectedVersion is { } expected && new BookListing(book, StockLedger.LevelOf(records, change.Isbn)) is var current && !expected.IsMet(current.Version))
        {
            return new ChangeStockResult { Outcome = ChangeStockOutcome.PreconditionFailed, Stock = current.Stock };
        }

        if (waiting is null && change.Quantity > 0 && StockLedger.LevelOf(records, change.Isbn).Waiting > 0)
        {
            return new ChangeStockResult { Outcome = ChangeStockOutcome.Changed, MustReadQueue = true };
        }

        var before = StockLedger.LevelOf(records, change.Isbn).Available;
        var movement = StockLedger.TryChange(records, kind, change, now.Shown);
        var level = StockLedger.LevelOf(records, change.Isbn);
        if (movement is null)
        {
            var outcome = change.Quantity > 0 ? ChangeStockOutcome.StockLimitReached : ChangeStockOutcome.InsufficientStock;
            return new ChangeStockResult { Outcome = outcome, Stock = level };
        }

        BookEvents.AppendChanged(records, movement, now.Shown);
        BookEvents.AppendIfDepleted(records, change.Isbn, before, now.Shown);
        if (waiting?.Allocate(records, now.Shown) > 0)
        {
            DueAllocation.Drop(records, StockLedger.LevelOf(records, change.Isbn));
        }

        _claim?.Stage(records, Guid.Empty, string.Create(CultureInfo.InvariantCulture, $"{level.OnHand},{level.Reserved},{level.LastMovement}"));
        return new ChangeStockResult { Outcome = ChangeStockOutcome.Changed, Stock = StockLedger.LevelOf(records, change.Isbn), Movement = movement };
    }

    private ChangeStockResult Replay(IdempotencyRecord claimed)
    {
        if (!_claim!.Matches(claimed))
        {
            return new ChangeStockResult { Outcome = ChangeStockOutcome.IdempotencyKeyReused };
        }

        var parts = _claim.OutcomeOf(claimed)!.Split(',');
        var level = new StockLevel
        {
            Isbn = change.Isbn,
            OnHand = int.Parse(parts[0], CultureInfo.InvariantCulture),
            Reserved = int.Parse(parts[1], CultureInfo.InvariantCulture),
            LastMovement = long.Parse(parts[2], CultureInfo.InvariantCulture),
        };
        return new ChangeStockResult { Outcome = ChangeStockOutcome.Changed, Stock = level, Replayed = true };
    }
}
