using System.Text;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class OrderTransitionsTests
{
    [Fact]
    public void Of_EveryStateAndEvent_IsADocumentedTransition() => Print().ShouldBeApproved("OrderTransitions");

    [Fact]
    public void Of_Pending_TakesItsWaysOutOnly()
    {
        foreach (var orderEvent in Enum.GetValues<OrderEvent>())
        {
            var open = new OrderState(OrderStatus.Pending, PaymentStatus.Pending, null, Fulfilment.None);
            (OrderTransitions.Of(open, orderEvent) is not null).ShouldBe(orderEvent is OrderEvent.Confirm or OrderEvent.RequireAction or OrderEvent.Decline or OrderEvent.GiveUp or OrderEvent.Cancel or OrderEvent.RetryPayment or OrderEvent.GiveUpPayment, orderEvent.ToString());
        }
    }

    [Fact]
    public void Of_EveryReachableStateAndEvent_KeepsTheCopiesHeldExactlyAsLongAsTheyAreOwed()
    {
        foreach (var state in Reachable())
        {
            foreach (var orderEvent in Enum.GetValues<OrderEvent>())
            {
                if (OrderTransitions.Of(state, orderEvent) is { } transition)
                {
                    var expected = transition.Stock switch
                    {
                        StockEffect.Release or StockEffect.GiveBack or StockEffect.Ship => (true, false),
                        StockEffect.Return => (false, true),
                        _ => (Holds(state), Holds(state)),
                    };
                    (Holds(state), Holds(transition.Next)).ShouldBe(expected, $"{orderEvent} on {Print(state)}");
                }
            }
        }
    }

    private static bool Holds(OrderState state) => state is { Status: OrderStatus.Pending or OrderStatus.Created, Fulfilment: not Fulfilment.Dispatched };

    private static string Print()
    {
        var text = new StringBuilder();
        foreach (var orderEvent in Enum.GetValues<OrderEvent>())
        {
            foreach (var state in Reachable())
            {
                if (OrderTransitions.Of(state, orderEvent) is { } transition)
                {
                    text.Append($"{orderEvent,-18}{Print(state),-48}-> {Print(transition.Next)}{(transition.Stock == StockEffect.None ? "" : $", stock: {transition.Stock}")}\n");
                }
            }
        }

        return text.ToString();
    }

    private static string Print(OrderState state) =>
        $"{state.Status}/{state.Payment}{(state.Owed is null ? "" : $" owes {state.Owed}")}{(state.Fulfilment == Fulfilment.None ? "" : $" {state.Fulfilment}")}";

    // All that can be reached from a new order, in the order in which it is found.
    private static List<OrderState> Reachable()
    {
        List<OrderState> states = [new(OrderStatus.Pending, PaymentStatus.Pending, null, Fulfilment.None), new(OrderStatus.Created, PaymentStatus.NotRequired, null, Fulfilment.None)];
        for (var i = 0; i < states.Count; i++)
        {
            foreach (var orderEvent in Enum.GetValues<OrderEvent>())
            {
                if (OrderTransitions.Of(states[i], orderEvent) is { } transition && !states.Contains(transition.Next))
                {
                    states.Add(transition.Next);
                }
            }
        }

        return states;
    }
}
