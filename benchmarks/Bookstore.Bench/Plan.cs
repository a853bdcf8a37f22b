namespace Bookstore.Bench;

/// <summary>How long everything takes, in seconds.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Rounds">How often each cell is run; its median counts.</param>
/// <param name="WarmUp">Load on each server before the first round: the just-in-time compiler has settled after it.</param>
/// <param name="Http">A run over HTTP.</param>
/// <param name="Shop">A run in a process of its own.</param>
/// <param name="ShopWarmUp">The load before it in that process.</param>
/// <param name="IsWhole">Whether all cells are run, or those that show that the bench works.</param>
internal sealed record Plan(string Name, int Rounds, int WarmUp, int Http, int Shop, int ShopWarmUp, bool IsWhole)
{
    /// <summary>What a run costs beside its load: a start, shelves to fill, a backlog to settle.</summary>
    private const int Overhead = 2;

    public static Plan Matrix { get; } = new("matrix", Rounds: 3, WarmUp: 16, Http: 4, Shop: 4, ShopWarmUp: 4, IsWhole: true);

    public static Plan Events { get; } = new("events", Rounds: 3, WarmUp: 0, Http: 0, Shop: 6, ShopWarmUp: 4, IsWhole: true);

    public static Plan Quick { get; } = new("quick", Rounds: 1, WarmUp: 2, Http: 2, Shop: 2, ShopWarmUp: 1, IsWhole: false);

    public int SecondsOf(IReadOnlyCollection<Cell> cells)
    {
        var overHttp = cells.Count(cell => cell.Kind != CellKind.Shop);
        var inShop = cells.Count - overHttp;
        return (Rounds * ((overHttp * (Http + 1)) + (inShop * (Shop + ShopWarmUp + Overhead)))) + (4 * WarmUp);
    }
}
