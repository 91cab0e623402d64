namespace FlashFlow.WebFront.Operators.Activity;

/// <summary>The latest steps of a product, in a ring: a step takes the place of the one that was there so many steps before.</summary>
internal sealed class ProductActivity
{
    /// <summary>How many steps are kept.</summary>
    public const int Steps = 300;

    private readonly ActivityStep?[] ring = new ActivityStep?[Steps];

    /// <summary>Counts a buy in a step. Nothing is made for it but the step itself, by the first buy in it.</summary>
    public void Count(long number, BuyAnswer answer, int bucket)
    {
        ref var place = ref ring[number % Steps];
        var step = Volatile.Read(ref place);
        if (step?.Number != number)
            step = Begin(ref place, step, number);
        step.Count(answer, bucket);
    }

    /// <summary>The steps that are not older than the ring is long, the oldest first.</summary>
    public IEnumerable<ActivityStep> Since(long now) => ring.OfType<ActivityStep>().Where(step => step.Number > now - Steps).OrderBy(step => step.Number);

    // Of several at once one begins the step; a buy that was held up meanwhile counts in the step that has begun.
    private static ActivityStep Begin(ref ActivityStep? place, ActivityStep? before, long number)
    {
        if (before?.Number > number)
            return before;
        var begun = new ActivityStep(number);
        var found = Interlocked.CompareExchange(ref place, begun, before);
        return found == before ? begun : found!;
    }
}
