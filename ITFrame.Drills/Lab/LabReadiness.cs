namespace ITFrame.Drills.Lab;

/// <summary>Waits until everything in the lab runs and is healthy.</summary>
internal static class LabReadiness
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns what is not ready at the deadline: empty when all is well.</summary>
    public static async Task<IReadOnlyList<string>> WaitAsync(ILabControl control, TimeSpan deadline, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var missing = await NotReadyAsync(control, cancellationToken);
            if (missing.Count == 0 || time.GetElapsedTime(began) >= deadline)
            {
                return missing;
            }

            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private static async Task<IReadOnlyList<string>> NotReadyAsync(ILabControl control, CancellationToken cancellationToken)
    {
        try
        {
            var resources = await control.GetResourcesAsync(cancellationToken);
            return resources.Count == 0
                ? ["the lab lists no resources"]
                : [.. resources.Where(resource => !resource.IsReady).Select(resource => resource.ToString())];
        }
        catch (LabException exception)
        {
            return [exception.Message];
        }
    }
}
