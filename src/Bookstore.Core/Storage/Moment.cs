namespace Bookstore.Storage;

/// <summary>One moment in the two times that a change needs.</summary>
/// <param name="Shown">By the host's own clock: when the change happened, as records show it. Nothing is decided by it.</param>
/// <param name="Store">By the store's time, see <see cref="StoreClock"/>: what is compared and waited for.</param>
internal readonly record struct Moment(DateTimeOffset Shown, DateTimeOffset Store);
