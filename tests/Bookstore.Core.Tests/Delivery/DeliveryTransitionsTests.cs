using System.Text;
using Bookstore.Support;
using Xunit;

namespace Bookstore.Deliveries;

/// <summary>Every pair of statuses of a delivery is a step that is written down, or none at all.</summary>
public sealed class DeliveryTransitionsTests
{
    [Fact]
    public void TryMove_every_pair_is_a_documented_step_or_refused()
    {
        var text = new StringBuilder();
        foreach (var from in Enum.GetValues<DeliveryStatus>())
        {
            foreach (var to in Enum.GetValues<DeliveryStatus>())
            {
                text.Append($"{from,-10} -> {to,-10} {Print(from, to, isDispatched: false),-12} goods out: {Print(from, to, isDispatched: true)}\n");
            }
        }

        text.ToString().ShouldBeApproved("DeliveryTransitions");
    }

    private static string Print(DeliveryStatus from, DeliveryStatus to, bool isDispatched) =>
        DeliveryRules.TryMove(from, to, isDispatched, out var trigger) ? trigger?.ToString() ?? "moves" : "refused";
}
