using FsCheck;
using FsCheck.Fluent;

namespace Bookstore.Testing.Stores;

/// <summary>One random operation on a shop.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Book">With which of the books; also which status a delivery is to get.</param>
/// <param name="Quantity">With how many copies.</param>
/// <param name="Pick">With which of the carts, orders or deliveries that there are by then.</param>
internal sealed record InventoryStep(InventoryAction Action, int Book, int Quantity, int Pick)
{
    public const int Books = 3;

    private static readonly Gen<InventoryStep> Any =
        from action in Gen.Elements(Enum.GetValues<InventoryAction>())
        from book in Gen.Choose(0, Books - 1)
        from quantity in Gen.Choose(1, 6)
        from pick in Gen.Choose(0, 1_000)
        select new InventoryStep(action, book, quantity, pick);

    /// <summary>Sequences that begin with some stock; a shrunk one lacks a step.</summary>
    public static Arbitrary<InventoryStep[]> Sequences { get; } = Arb.From(
        Any.ArrayOf().Select(WithStock),
        static steps => Enumerable.Range(0, steps.Length).Select(left => steps.Where((_, i) => i != left).ToArray()));

    private static InventoryStep[] WithStock(InventoryStep[] steps) =>
        [.. Enumerable.Range(0, Books).Select(static book => new InventoryStep(InventoryAction.Receive, book, 6, 0)), .. steps];
}

/// <summary>What can be done to stock: by the inventory itself, and by orders and deliveries.</summary>
internal enum InventoryAction
{
    Receive,
    WriteOff,
    Hold,
    HoldAgain,
    Keep,
    Release,
    Expire,
    Buy,
    BuyCart,
    BuyDeclined,
    Settle,
    Cancel,
    Schedule,
    SchedulePart,
    Dispatch,
    Move,
}
