namespace Bookstore;

/// <summary>The rule that no stock may break: <c>0 &lt;= reserved &lt;= on hand + back-order limit</c>, no more allocated than on hand, and on hand no more than the most.</summary>
internal static class StockRules
{
    /// <summary>The level after a movement, or <see langword="null"/> when the rule forbids it.</summary>
    public static StockLevel? Change(StockLevel level, int onHandChange, int reservedChange, int waitingChange = 0) =>
        Check(level, (long)level.OnHand + onHandChange, (long)level.Reserved + reservedChange, (long)level.Waiting + waitingChange, level.BackorderLimit) is { } changed
            ? changed with { LastMovement = level.LastMovement + 1 }
            : null;

    /// <summary>The level after copies on hand were allocated to orders that wait, or <see langword="null"/> when the rule forbids it.</summary>
    public static StockLevel? Allocate(StockLevel level, int copies) => Check(level, level.OnHand, level.Reserved, (long)level.Waiting - copies, level.BackorderLimit);

    /// <summary>The level with another limit, or <see langword="null"/> when more copies are promised already.</summary>
    public static StockLevel? Limit(StockLevel level, int backorderLimit) => Check(level, level.OnHand, level.Reserved, level.Waiting, backorderLimit);

    /// <summary>Whether a level keeps the rule.</summary>
    public static bool Allows(StockLevel level) => Check(level, level.OnHand, level.Reserved, level.Waiting, level.BackorderLimit) is not null;

    private static StockLevel? Check(StockLevel level, long onHand, long reserved, long waiting, int limit) =>
        waiting < 0 || waiting > reserved || reserved - waiting > onHand || reserved > onHand + limit || onHand > StockLevel.MaxOnHand || limit is < 0 or > Book.MaxBackorderLimit
            ? null
            : level with { OnHand = (int)onHand, Reserved = (int)reserved, Waiting = (int)waiting, BackorderLimit = limit };
}
