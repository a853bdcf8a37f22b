namespace Bookstore.Operating;

/// <summary>What pages say at their top after an action. Addresses name them, so that no text of an address is shown.</summary>
internal static class Notices
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["cancelled"] = "The order was cancelled. Its stock is released, and its money goes back in the background.",
        ["items-cancelled"] = "The copies were cancelled. Their stock is released, and their money goes back in the background.",
        ["captured"] = "The capture was requested. The payment's status says what the gateway answered.",
        ["refunded"] = "The refund is on record. It is made in the background.",
        ["scheduled"] = "The delivery is scheduled. Its courier is booked in the background.",
        ["moved"] = "The delivery was moved.",
        ["returned"] = "The return is on record.",
        ["return-moved"] = "The return was moved.",
        ["stock"] = "The stock was changed.",
        ["retried"] = "The call is made again in the background.",
        ["given-up"] = "The call was given up.",
        ["marked-done"] = "It is on record that the call was made another way.",
        ["audit"] = "The audit runs in the background.",
        ["webhook"] = "The endpoint was changed.",
        ["webhook-added"] = "The endpoint was added.",
        ["webhook-removed"] = "The endpoint was removed.",
        ["rotated"] = "The endpoint has a new secret.",
        ["redelivered"] = "It is sent again.",
        ["redelivered-failed"] = "It was sent again, and a receiver did not accept it. The list of the endpoint's deliveries says why.",
        ["discarded"] = "The event was discarded.",
        ["replayed"] = "The events are sent again.",
        ["pinged"] = "The ping was delivered.",
        ["pinged-failed"] = "The ping was not delivered. The list of deliveries says why.",
    };

    public static string? Of(string? name) => name is not null && Texts.TryGetValue(name, out var text) ? text : null;
}
