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
        foreach (var trigger in Enum.GetValues<OrderTrigger>())
        {
            var open = new OrderState(OrderStatus.Pending, PaymentStatus.Pending, null, Fulfilment.None);
            (OrderTransitions.Of(open, trigger) is not null).ShouldBe(trigger is OrderTrigger.Confirm or OrderTrigger.RequireAction or OrderTrigger.Decline or OrderTrigger.GiveUp or OrderTrigger.Cancel or OrderTrigger.RetryPayment or OrderTrigger.GiveUpPayment, trigger.ToString());
        }
    }

    [Fact]
    public void Of_EveryReachableStateAndEvent_KeepsTheCopiesHeldExactlyAsLongAsTheyAreOwed()
    {
        foreach (var state in Reachable())
        {
            foreach (var trigger in Enum.GetValues<OrderTrigger>())
            {
                if (OrderTransitions.Of(state, trigger) is { } transition)
                {
                    var expected = transition.Stock switch
                    {
                        StockEffect.Release or StockEffect.GiveBack or StockEffect.Ship => (true, false),
                        StockEffect.Return => (false, true),
                        _ => (Holds(state), Holds(state)),
                    };
                    (Holds(state), Holds(transition.Next)).ShouldBe(expected, $"{trigger} on {Print(state)}");
                }
            }
        }
    }

    private static bool Holds(OrderState state) => state is { Status: OrderStatus.Pending or OrderStatus.Created, Fulfilment: not Fulfilment.Dispatched };

    private static string Print()
    {
        var text = new StringBuilder();
        foreach (var trigger in Enum.GetValues<OrderTrigger>())
        {
            foreach (var state in Reachable())
            {
                if (OrderTransitions.Of(state, trigger) is { } transition)
                {
                    text.Append($"{trigger,-18}{Print(state),-48}-> {Print(transition.Next)}{(transition.Stock == StockEffect.None ? "" : $", stock: {transition.Stock}")}\n");
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
            foreach (var trigger in Enum.GetValues<OrderTrigger>())
            {
                if (OrderTransitions.Of(states[i], trigger) is { } transition && !states.Contains(transition.Next))
                {
                    states.Add(transition.Next);
                }
            }
        }

        return states;
    }
}
