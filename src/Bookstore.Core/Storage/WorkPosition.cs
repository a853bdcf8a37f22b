namespace Bookstore.Storage;

/// <summary>A place in the list of work.</summary>
/// <param name="Part">The number of the part.</param>
/// <param name="Key">The key in that part, behind which it is.</param>
internal readonly record struct WorkPosition(byte Part, PartyDuePosition Key);
