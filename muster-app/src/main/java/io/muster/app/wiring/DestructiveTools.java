package io.muster.app.wiring;

import io.muster.gateway.catalog.Route;
import java.util.Set;

/**
 * Names of backend tools that are known to change or destroy things. Only reported, in the status of the aggregator;
 * nothing is refused because of it.
 */
final class DestructiveTools {
    private static final Set<String> NAMES = Set.of(
            "apply_kubernetes_manifest",
            "capi_create_cluster",
            "capi_create_machinedeployment",
            "capi_delete_cluster",
            "capi_delete_machine",
            "capi_move_cluster",
            "capi_pause_cluster",
            "capi_remediate_machine",
            "capi_resume_cluster",
            "capi_scale_cluster",
            "capi_scale_machinedeployment",
            "capi_update_cluster",
            "capi_upgrade_cluster",
            "cleanup",
            "create_incident",
            "delete_kubernetes_resource",
            "install_helm_chart",
            "kubectl_apply",
            "kubectl_create",
            "kubectl_delete",
            "kubectl_patch",
            "kubectl_rollout",
            "kubectl_scale",
            "reconcile_flux_helmrelease",
            "reconcile_flux_kustomization",
            "reconcile_flux_resourceset",
            "reconcile_flux_source",
            "resume_flux_reconciliation",
            "suspend_flux_reconciliation",
            "uninstall_helm_chart",
            "update_dashboard",
            "upgrade_helm_chart");

    private DestructiveTools() {}

    /** Whether the tool's own name, without any prefix, is on the list. */
    static boolean matches(Route route) {
        return switch (route) {
            case Route.ToBackend backend -> NAMES.contains(backend.original());
            case Route.ToInstance family -> NAMES.contains(family.original());
            case Route.ToProvider provider -> false;
        };
    }
}
