using System.Globalization;

namespace Bookstore.Samples;

/// <summary>The outcome of a run, for scripts.</summary>
/// <param name="Imported">Books that came into the catalogue.</param>
/// <param name="Refused">Rows that did not.</param>
/// <param name="Orders">Orders whose money was captured.</param>
/// <param name="Elapsed">From the first order to the last capture.</param>
/// <param name="Violations">Findings of the audits.</param>
internal sealed record Figures(long Imported, long Refused, long Orders, TimeSpan Elapsed, long Violations)
{
    public double OrdersPerSecond => Elapsed > TimeSpan.Zero ? Orders / Elapsed.TotalSeconds : 0;

    /// <summary>One line of plain text that does not depend on the machine's language.</summary>
    /// <returns>The line.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"imported={Imported} refused={Refused} orders={Orders} orders_per_s={OrdersPerSecond:F0} violations={Violations}");
}
