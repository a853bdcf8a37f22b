namespace Bookstore.Simulation;

/// <summary>One record that another program has locked is taken for a store that cannot be used, so that those who do not need it wait as well.</summary>
internal sealed class LockTakenForTheStore : Bug
{
    public override bool TakesALockForTheStore => true;
}
