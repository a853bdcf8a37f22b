using Bookstore.Storage;

namespace Bookstore;

/// <summary>Stages changes of stock: the level and its movement always together, and with a hold the row that says for whom.</summary>
internal static class StockLedger
{
    /// <summary>The level of a loaded book as the batch has it now.</summary>
    public static StockLevel LevelOf(WorkingSet records, Isbn isbn) => records.Stock.Find(isbn) ?? StockLevel.Empty(isbn);

    /// <summary>Stages a change of the copies on hand by a person. Null, and nothing staged, when the rule forbids it.</summary>
    public static StockMovement? TryChange(WorkingSet records, StockMovementKind kind, StockChange change, DateTimeOffset at)
    {
        var level = StockRules.Change(LevelOf(records, change.Isbn), change.Quantity, 0);
        return level is null ? null : Stage(records, level, kind, change.Quantity, 0, at, null, change.Reason, change.Reference);
    }

    /// <summary>Whether so many more copies may be on hand.</summary>
    public static bool HasRoom(WorkingSet records, Isbn isbn, int quantity) => quantity <= StockLevel.MaxOnHand - LevelOf(records, isbn).OnHand;

    /// <summary>Holds copies; the caller has checked that they are there, or can be on back-order.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="isbn">The book.</param>
    /// <param name="quantity">How many are held.</param>
    /// <param name="holder">The order or the cart's reservation.</param>
    /// <param name="at">When.</param>
    /// <param name="waiting">How many of them are still to come.</param>
    /// <returns>The number of the movement: later reservations of the book have higher ones.</returns>
    public static long Reserve(WorkingSet records, Isbn isbn, int quantity, Guid holder, DateTimeOffset at, int waiting = 0)
    {
        var movement = Move(records, isbn, StockMovementKind.Reserved, 0, quantity, holder, at, waiting);
        records.Holds.Add(isbn, holder, quantity);
        return movement.Number;
    }

    /// <summary>Allocates copies on hand to orders that wait for them; the caller stages the orders.</summary>
    public static void Allocate(WorkingSet records, Isbn isbn, int copies)
    {
        var level = StockRules.Allocate(LevelOf(records, isbn), copies)
            ?? throw new InvalidOperationException($"The stock of {isbn} does not allow to allocate {copies} copies: the level does not match what is waited for. Run VerifyAsync.");
        records.Stock.Put(isbn, level);
    }

    /// <summary>Stages another back-order limit.</summary>
    /// <returns><see langword="false"/>, and nothing is staged, when more copies are promised already.</returns>
    public static bool TryLimit(WorkingSet records, Isbn isbn, int backorderLimit)
    {
        var level = LevelOf(records, isbn);
        if (level.BackorderLimit == backorderLimit)
        {
            return true;
        }

        if (StockRules.Limit(level, backorderLimit) is not { } limited)
        {
            return false;
        }

        records.Stock.Put(isbn, limited);
        return true;
    }

    /// <summary>Lets held copies go.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="isbn">The book.</param>
    /// <param name="quantity">How many go.</param>
    /// <param name="held">How many stay held for the holder.</param>
    /// <param name="holder">The order or the cart's reservation.</param>
    /// <param name="at">When.</param>
    /// <param name="waiting">How many of those that go were still to come.</param>
    public static void Release(WorkingSet records, Isbn isbn, int quantity, int held, Guid holder, DateTimeOffset at, int waiting = 0)
    {
        Move(records, isbn, StockMovementKind.Released, 0, -quantity, holder, at, -waiting);
        Hold(records, isbn, holder, held);
    }

    /// <summary>Sends held copies out of the house, and keeps the rest held.</summary>
    public static void Ship(WorkingSet records, Isbn isbn, int quantity, int held, Guid holder, DateTimeOffset at)
    {
        Move(records, isbn, StockMovementKind.Shipped, -quantity, -quantity, holder, at);
        Hold(records, isbn, holder, held);
    }

    /// <summary>Takes shipped copies back and holds them again, beside those that are held; the caller has checked that there is room.</summary>
    public static void Return(WorkingSet records, Isbn isbn, int quantity, int held, Guid holder, DateTimeOffset at)
    {
        Move(records, isbn, StockMovementKind.Returned, quantity, quantity, holder, at);
        if (held == quantity)
        {
            records.Holds.Add(isbn, holder, held);
        }
        else
        {
            records.Holds.Replace(isbn, holder, held);
        }
    }

    /// <summary>Takes shipped copies back into stock that can be sold; the caller has checked that there is room.</summary>
    public static void TakeBack(WorkingSet records, Isbn isbn, int quantity, Guid holder, DateTimeOffset at) =>
        Move(records, isbn, StockMovementKind.Returned, quantity, 0, holder, at);

    /// <summary>Writes copies off that have just come back damaged.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="isbn">The book.</param>
    /// <param name="quantity">How many of those that were taken back.</param>
    /// <param name="holder">The order.</param>
    /// <param name="reason">Why.</param>
    /// <param name="reference">The id of the return.</param>
    /// <param name="at">When.</param>
    public static StockMovement WriteOff(WorkingSet records, Isbn isbn, int quantity, Guid holder, string reason, string reference, DateTimeOffset at)
    {
        var level = StockRules.Change(LevelOf(records, isbn), -quantity, 0)
            ?? throw new InvalidOperationException($"The stock of {isbn} does not allow to write off {quantity} copies of order {holder} that were just taken back. Run VerifyAsync.");
        return Stage(records, level, StockMovementKind.Adjusted, -quantity, 0, at, holder, reason, reference);
    }

    private static void Hold(WorkingSet records, Isbn isbn, Guid holder, int held)
    {
        if (held == 0)
        {
            records.Holds.Remove(isbn, holder);
        }
        else
        {
            records.Holds.Replace(isbn, holder, held);
        }
    }

    private static StockMovement Move(WorkingSet records, Isbn isbn, StockMovementKind kind, int onHandChange, int reservedChange, Guid holder, DateTimeOffset at, int waitingChange = 0)
    {
        var level = StockRules.Change(LevelOf(records, isbn), onHandChange, reservedChange, waitingChange)
            ?? throw new InvalidOperationException($"The stock of {isbn} does not allow a {kind} of {onHandChange}/{reservedChange} for {holder}: the level does not match what is held. Run VerifyAsync.");
        return Stage(records, level, kind, onHandChange, reservedChange, at, holder, null, null);
    }

    private static StockMovement Stage(
        WorkingSet records, StockLevel level, StockMovementKind kind, int onHandChange, int reservedChange, DateTimeOffset at, Guid? causeId, string? reason, string? reference)
    {
        var movement = new StockMovement
        {
            Isbn = level.Isbn,
            Number = level.LastMovement,
            Kind = kind,
            OnHandChange = onHandChange,
            ReservedChange = reservedChange,
            OnHandAfter = level.OnHand,
            ReservedAfter = level.Reserved,
            CauseId = causeId,
            Reason = reason,
            Reference = reference,
            At = at,
            Actor = records.ActorOf(causeId),
        };
        records.Stock.Put(level.Isbn, level);
        records.AppendMovement(movement);
        if (level.IsAllocationDue)
        {
            DueAllocation.Note(records, level);
        }

        return movement;
    }
}
