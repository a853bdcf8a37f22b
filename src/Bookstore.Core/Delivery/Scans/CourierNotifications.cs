using System.Diagnostics.CodeAnalysis;

namespace Bookstore;

/// <summary>Which couriers send notifications.</summary>
internal static class CourierNotifications
{
    private static readonly IncomingNotification Nothing = new() { Body = ReadOnlyMemory<byte>.Empty, Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) };

    /// <summary>Whether a courier reads notifications, asked with an empty request.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A courier is the application's own code and may throw anything; one that cannot read an empty request reads requests.")]
    public static bool AreSentBy(ICourier courier)
    {
        try
        {
            return courier.ParseNotification(Nothing).IsSupported;
        }
        catch (Exception)
        {
            return true;
        }
    }
}
