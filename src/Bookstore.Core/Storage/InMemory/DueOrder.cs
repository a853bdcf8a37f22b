using System.Runtime.InteropServices;

namespace Bookstore.Storage;

/// <summary>The place of an order among those with work left to do.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DueOrder(OrderWork Work, string? Gateway, DateTimeOffset At, Guid Id)
{
    /// <summary>The place before all orders of a gateway.</summary>
    public static DueOrder First(OrderWork work, string? gateway) => new(work, gateway, DateTimeOffset.MinValue, Guid.Empty);

    public bool IsOf(OrderWork work, string? gateway) => Work == work && string.Equals(Gateway, gateway, StringComparison.Ordinal);
}

/// <summary>By work, by gateway (ordinally, those without one first), and by the time at which they are due.</summary>
internal sealed class ByGateway : IComparer<DueOrder>
{
    public int Compare(DueOrder x, DueOrder y)
    {
        var order = x.Work.CompareTo(y.Work);
        order = order != 0 ? order : string.CompareOrdinal(x.Gateway, y.Gateway);
        order = order != 0 ? order : x.At.CompareTo(y.At);
        return order != 0 ? order : x.Id.CompareTo(y.Id);
    }
}
