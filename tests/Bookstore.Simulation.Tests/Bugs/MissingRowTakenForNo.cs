namespace Bookstore.Simulation;

/// <summary>A batch runs again when the row of its writer is missing.</summary>
internal sealed class MissingRowTakenForNo : Bug
{
    public override bool TakesMissingForNo => true;
}
