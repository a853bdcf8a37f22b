namespace Bookstore.Simulation;

/// <summary>A batch whose outcome is unknown runs again as if it had not been committed.</summary>
internal sealed class RunAgainWithoutAsking : Bug
{
    public override bool WasCommitted(bool truth) => false;
}
