namespace Bookstore;

/// <summary>The rule that no stock may break: <c>0 &lt;= reserved &lt;= on hand &lt;= the most</c>.</summary>
internal static class StockRules
{
    /// <summary>The level after a change, or <see langword="null"/> when the rule forbids it.</summary>
    public static StockLevel? Change(StockLevel level, int onHandChange, int reservedChange)
    {
        var onHand = (long)level.OnHand + onHandChange;
        var reserved = (long)level.Reserved + reservedChange;
        return reserved < 0 || reserved > onHand || onHand > StockLevel.MaxOnHand
            ? null
            : level with { OnHand = (int)onHand, Reserved = (int)reserved, LastMovement = level.LastMovement + 1 };
    }
}
