using System.Runtime.InteropServices;

namespace Bookstore.Storage;

/// <summary>The place of a delivery among those whose courier is still to be called.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DueDelivery(string Courier, DateTimeOffset At, Guid Id);

/// <summary>By courier (ordinally), and by the time at which they are due.</summary>
internal sealed class ByCourier : IComparer<DueDelivery>
{
    public int Compare(DueDelivery x, DueDelivery y)
    {
        var order = string.CompareOrdinal(x.Courier, y.Courier);
        order = order != 0 ? order : x.At.CompareTo(y.At);
        return order != 0 ? order : x.Id.CompareTo(y.Id);
    }
}
